package files;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import javax.servlet.http.HttpServletRequest;

class Streams {
    byte[] read(HttpServletRequest request) throws IOException {
        String name = request.getParameter("file");
        try (FileInputStream stream = new FileInputStream("/srv/files/" + name)) { // assay: path-traversal
            return stream.readAllBytes();
        }
    }

    long size(HttpServletRequest request) {
        return new File("/srv/files", request.getParameter("file")).length(); // assay: path-traversal
    }

    boolean exists(HttpServletRequest request) {
        return Files.exists(Paths.get("/srv/files", request.getQueryString())); // assay: path-traversal
    }
}
