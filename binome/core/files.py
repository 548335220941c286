"""Files go with the rows that name them."""

from django.core.files.storage import default_storage
from django.db import transaction


def forget_files(*names: str | None) -> None:
    """Delete these files once the transaction is certain: rolled back, they are still there."""

    def forget() -> None:
        for name in filter(None, names):
            default_storage.delete(name)

    transaction.on_commit(forget)
