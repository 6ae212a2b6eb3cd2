#!/usr/bin/env python3
"""Prints what SciPy says: one line a case, the function, its inputs, and behind '=' its values.

    python3 golden.py > golden.txt

StatisticsGoldenTests compares our own functions with golden.txt, and where SciPy is installed with
what this program prints anew.
"""
import math
import random

import numpy
from scipy import stats


def case(name, inputs, values):
    def text(value):
        return ",".join(repr(float(v)) for v in value) if hasattr(value, "__len__") else repr(float(value))
    print(name, *[text(i) for i in inputs], "=", *[text(v) for v in values])


def summary(sample):
    n = len(sample)
    sd = numpy.std(sample, ddof=1)
    # The ends of the interval would have lost digits to a large mean.
    half = stats.t.isf(0.025, n - 1) * stats.sem(sample)
    case("summary", [sample], [
        numpy.mean(sample), sd, numpy.median(sample), min(sample), max(sample), stats.sem(sample),
        half, numpy.quantile(sample, 0.05), numpy.quantile(sample, 0.25),
        numpy.quantile(sample, 0.9)])


def ratio(a, b):
    difference = numpy.mean(numpy.log(a)) - numpy.mean(numpy.log(b))
    interval = stats.ttest_ind(numpy.log(a), numpy.log(b), equal_var=False).confidence_interval(0.95)
    case("ratio", [a, b], [math.exp(difference), math.exp(interval.low), math.exp(interval.high)])


generator = random.Random(20260101)


def sample(count, mean, sd, digits=6):
    return [round(generator.gauss(mean, sd), digits) for _ in range(count)]


for degrees in (0.5, 1, 2, 3.7, 9, 30, 250, 12345.5, 1e6):
    for t in (0.0, 1e-6, 0.1, 0.7, 1.0, 1.96, 2.5, 5.0, 12.0, 40.0):
        case("t.beyond", [degrees, t], [2 * stats.t.sf(t, degrees)])
    for p in (0.5, 0.1, 0.05, 0.01, 1e-4):
        case("t.value", [degrees, p], [stats.t.isf(p / 2, degrees)])
for z in (-8.0, -3.0, -1.96, -0.5, 0.0, 0.2, 1.0, 2.5758293035489004, 6.0):
    case("normal.below", [z], [stats.norm.cdf(z)])
    case("normal.beyond", [z], [2 * stats.norm.sf(abs(z))])

for one in (sample(2, 5, 1), sample(5, 100, 15), sample(30, 1e9, 3, 2), sample(11, 1e-6, 1e-7, 12),
            [1.0, 1.0, 2.0, 2.0, 2.0, 9.0], sample(400, -3, 2)):
    summary(one)

pairs = [
    (sample(5, 10, 1), sample(5, 11, 2)), (sample(2, 1, 0.1), sample(3, 2, 0.1)),
    (sample(30, 138, 4), sample(12, 139, 1)), (sample(3, 0.93, 0.01), sample(200, 0.90, 0.05)),
    (sample(8, 5, 1), sample(25, 5.5, 1)), (sample(8, 50, 1), sample(300, 51, 2)),
    (sample(9, 5, 1), sample(9, 6, 1)), (sample(1, 5, 1), sample(4, 6, 1)),
    ([1.0, 2.0, 2.0, 3.0], [2.0, 4.0, 5.0]), (sample(40, 10, 3, 0), sample(50, 11, 3, 0)),
    ([3.0, 3.0, 3.0], [3.0, 4.0, 5.0]),
]
for a, b in pairs:
    if len(a) > 1:
        welch = stats.ttest_ind(a, b, equal_var=False)
        case("welch", [a, b], [welch.statistic, welch.df, welch.pvalue])
        if min(a + b) > 0:
            ratio(a, b)
    whitney = stats.mannwhitneyu(a, b, alternative="two-sided")
    case("whitney", [a, b], [whitney.statistic, whitney.pvalue])

for count, slope, noise in ((3, 2, 0.1), (12, -0.4, 1), (100, 1e-3, 0.2)):
    x = sample(count, 50, 20)
    y = [round(slope * v + 7 + generator.gauss(0, noise), 6) for v in x]
    fit = stats.linregress(x, y)
    case("line", [x, y], [fit.slope, fit.intercept, fit.rvalue ** 2, fit.stderr, fit.pvalue])
