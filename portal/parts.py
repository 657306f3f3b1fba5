"""Parts of one unit of work that must not hold up each other, as each is about somebody else."""

from collections.abc import Callable

from sqlalchemy.exc import OperationalError

from portal.work import Unthought, Work


def apart(work: Work, part: Callable[[], object]) -> bool:
    """Do a part; False when it broke: nothing of it stays then, and whoever does the work tells the log (`broken`).

    What the whole is run again for is raised: another worker has locked it out, or something must be thought first.
    """
    try:
        with work.connection.begin_nested():
            part()
    except (OperationalError, Unthought):
        raise
    except Exception as error:  # whatever it was, the others get their turn
        work.broken.append(error)
        return False
    return True
