package files;

import java.io.FileReader;
import java.io.IOException;
import java.util.UUID;
import javax.servlet.http.HttpServletRequest;

class NumberedFiles {
    int first(HttpServletRequest request) throws IOException {
        long id = Long.parseLong(request.getParameter("id"));
        try (FileReader reader = new FileReader("/srv/files/" + id + ".txt")) {
            return reader.read();
        }
    }

    int named(HttpServletRequest request) throws IOException {
        UUID id = UUID.fromString(request.getParameter("id"));
        try (FileReader reader = new FileReader("/srv/files/" + id + ".txt")) {
            return reader.read();
        }
    }
}
