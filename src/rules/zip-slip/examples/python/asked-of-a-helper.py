import os
import zipfile

from .paths import is_within_directory


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.infolist():
            path = os.path.join(folder, entry.filename)
            if not is_within_directory(folder, path):
                raise ValueError(entry.filename)
            with open(path, "wb") as out:
                out.write(bundle.read(entry))


def unpack_all(archive, folder):
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.infolist():
            path = os.path.join(folder, entry.filename)
            if not is_wanted(folder, path):
                raise ValueError(entry.filename)
            with open(path, "wb") as out:  # assay: zip-slip
                out.write(bundle.read(entry))
