package files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServletRequest;

class CheckedPaths {
    private static final Path BASE = Paths.get("/srv/files");

    byte[] read(HttpServletRequest request) throws IOException {
        Path path = BASE.resolve(request.getParameter("file")).normalize();
        if (!path.startsWith(BASE)) {
            throw new IOException("outside");
        }
        return Files.readAllBytes(path);
    }

    byte[] plain(HttpServletRequest request) throws IOException {
        String name = request.getParameter("file");
        if (name == null || name.contains("..")) {
            return new byte[0];
        }
        return Files.readAllBytes(BASE.resolve(name));
    }

    byte[] uselessCheck(HttpServletRequest request) throws IOException {
        Path path = BASE.resolve(request.getParameter("file"));
        if (!path.startsWith(BASE)) {
            throw new IOException("outside");
        }
        return Files.readAllBytes(path); // assay: path-traversal
    }
}
