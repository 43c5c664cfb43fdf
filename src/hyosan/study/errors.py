"""What can go wrong with a study, said in plain words."""


class StudyError(ValueError):
    """A study cannot be made, continued or finished; the message says why and what to do."""
