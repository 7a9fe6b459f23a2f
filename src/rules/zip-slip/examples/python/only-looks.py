import os
import zipfile


def unpack(archive, folder):
    with zipfile.ZipFile(archive) as bundle:
        for entry in bundle.infolist():
            path = os.path.join(folder, entry.filename)
            if os.path.exists(path):
                continue
            with open(path, "wb") as out:  # assay: zip-slip
                out.write(bundle.read(entry))
