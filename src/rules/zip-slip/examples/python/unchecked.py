import os
import tarfile
import zipfile


def unpack(folder):
    with zipfile.ZipFile("upload.zip") as archive:
        for entry in archive.infolist():
            with open(os.path.join(folder, entry.filename), "wb") as out:  # assay: zip-slip
                out.write(archive.read(entry))


def unpack_tar(folder):
    with tarfile.open("upload.tar") as archive:
        for member in archive.getmembers():
            os.makedirs(os.path.join(folder, member.name))  # assay: zip-slip
