/* Streams of Hyosan's addressed draws for TestU01's SmallCrush.
 *
 * The mixer and the address are written anew from src/hyosan/draws/kernel.py; `print` writes numbers that run.py compares.
 * Usage: addressed print DIRECTION SEED SUBJECT N
 *        addressed test  DIRECTION HALF SEED SUBJECT
 * DIRECTION: ordinals (one subject's draws), subjects (neighbours at one ordinal), seeds (neighbouring seeds), purposes (32
 * purposes of each of neighbouring subjects). HALF: high, low, reversed (the low 32 bits in reverse order).
 * TestU01: P. L'Ecuyer and R. Simard 2007, doi:10.1145/1268776.1268777.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <testu01/bbattery.h>
#include <testu01/swrite.h>
#include <testu01/unif01.h>

enum { PURPOSE = 4, N_PURPOSES = 32 };

static const char *direction;
static uint64_t first_seed, first_subject, position;

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static uint64_t draw(uint64_t seed, uint64_t subject, uint64_t purpose, uint64_t ordinal)
{
    uint64_t key = mix(mix(seed) + subject * UINT64_C(0x9E3779B97F4A7C15));
    return mix(key + ((purpose << 40) + ordinal + 1) * UINT64_C(0xD1B54A32D192ED03));
}

static uint64_t next(void)
{
    uint64_t i = position++;
    if (strcmp(direction, "ordinals") == 0)
        return draw(first_seed, first_subject, PURPOSE, i);
    if (strcmp(direction, "subjects") == 0)
        return draw(first_seed, first_subject + i, PURPOSE, 0);
    if (strcmp(direction, "seeds") == 0)
        return draw(first_seed + i, first_subject, PURPOSE, 0);
    return draw(first_seed, first_subject + i / N_PURPOSES, PURPOSE + i % N_PURPOSES, 0);
}

static unsigned int high(void)
{
    return (unsigned int)(next() >> 32);
}

static unsigned int low(void)
{
    return (unsigned int)next();
}

static unsigned int reversed(void)
{
    unsigned int x = (unsigned int)next(), y = 0;
    for (int bit = 0; bit < 32; bit++, x >>= 1)
        y = (y << 1) | (x & 1u);
    return y;
}

static int fail(const char *message)
{
    fprintf(stderr, "addressed: %s\n", message);
    return 2;
}

static int run_battery(const char *half)
{
    unsigned int (*bits)(void) = strcmp(half, "high") == 0 ? high : strcmp(half, "low") == 0 ? low : reversed;
    unif01_Gen *generator = unif01_CreateExternGenBits("addressed", bits);
    swrite_Basic = FALSE;
    bbattery_SmallCrush(generator);
    for (int i = 0; i < bbattery_NTests; i++)
        printf("RESULT %.17g %s\n", bbattery_pVal[i], bbattery_TestNames[i]);
    unif01_DeleteExternGenBits(generator);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 6)
        return fail("found another number of arguments; allowed are print DIRECTION SEED SUBJECT N, "
                    "test DIRECTION HALF SEED SUBJECT");
    direction = argv[2];
    int is_print = strcmp(argv[1], "print") == 0;
    first_seed = strtoull(argv[is_print ? 3 : 4], NULL, 10);
    first_subject = strtoull(argv[is_print ? 4 : 5], NULL, 10);
    if (!is_print)
        return run_battery(argv[3]);
    for (long n = strtol(argv[5], NULL, 10); n > 0; n--)
        printf("%llu\n", (unsigned long long)next());
    return 0;
}
