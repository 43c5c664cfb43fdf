"""How numbers are written."""


def seconds(value: float) -> str:
    """Return seconds with a unit that suits them: three digits."""
    if value < 0.0995:
        return f"{value * 1e3:.3g} ms"
    return f"{value:.3g} s" if value < 99.5 else f"{value:.0f} s"


def megabytes(value: float) -> str:
    """Return MB, or GB from 1,000 MB on."""
    return f"{value:.0f} MB" if value < 999.5 else f"{value / 1e3:.2f} GB"


def times(value: float) -> str:
    """Return a ratio: with a decimal below ten, whole above."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def ratio(value: float) -> str:
    """Return a ratio that is compared with a target: two decimals below two, where it matters, else as `times`."""
    return f"{value:.2f}" if value < 1.995 else times(value)


def people(value: float) -> str:
    """Return a number of people."""
    if value >= 1e9:
        return f"{value / 1e9:.3g} billion"
    return f"{value / 1e6:.3g} million" if value >= 1e6 else f"{value:,.0f}"


def with_unit(value: float, unit: str) -> str:
    """Return a value of a check."""
    if unit == "s":
        return seconds(value)
    if unit in ("h", "%"):
        return f"{value:.1f} {unit}"
    return megabytes(value) if unit == "MB" else f"{ratio(value)} times"
