package files;

import java.io.File;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

class Folders {
    void unpack(ZipInputStream zip, File folder) throws IOException {
        ZipEntry entry = zip.getNextEntry(); // assay: decompression-bomb
        while (entry != null) {
            File target = new File(folder, entry.getName());
            target.mkdirs(); // assay: zip-slip
            entry = zip.getNextEntry(); // assay: decompression-bomb
        }
    }
}
