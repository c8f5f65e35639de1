"""Pairwise tests: few cases in which every value of one kind still meets every value of each other kind."""

from itertools import combinations, product


def pairwise(choices, is_possible=lambda case: True):
    """Return cases (name -> value) in which each two values meet that can meet at all.

    `choices` is name -> values; `is_possible(case)` leaves out what does not exist. Greedy: each next case has the most
    pairs that are still missing, so the cases come in the order of their worth and are the same every time.
    """
    names = list(choices)
    cases = [dict(zip(names, values, strict=True)) for values in product(*choices.values())]
    open_cases = [(case, set(combinations(case.items(), 2))) for case in cases if is_possible(case)]
    missing = set().union(*(pairs for _case, pairs in open_cases))
    chosen = []
    while missing:
        case, pairs = max(open_cases, key=lambda one: len(one[1] & missing))
        chosen.append(case)
        missing -= pairs
    return chosen
