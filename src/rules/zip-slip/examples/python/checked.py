import os
import zipfile


def is_inside(folder, target):
    absolute = os.path.abspath(target)
    return absolute.startswith(os.path.join(os.path.abspath(folder), ""))


def unpack(folder):
    root = os.path.abspath(folder)
    with zipfile.ZipFile("upload.zip") as archive:
        for entry in archive.infolist():
            path = os.path.abspath(os.path.join(root, entry.filename))
            if os.path.commonpath([root, path]) != root:
                raise ValueError(entry.filename)
            with open(path, "wb") as out:
                out.write(archive.read(entry))


def unpack_with_helper(folder):
    with zipfile.ZipFile("upload.zip") as archive:
        for name in archive.namelist():
            path = os.path.join(folder, name)
            if not is_inside(folder, path):
                raise ValueError(name)
            with open(path, "wb") as out:
                out.write(archive.read(name))
