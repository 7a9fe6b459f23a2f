package files;

import java.io.File;
import javax.servlet.http.HttpServletRequest;

class Patterns {
    long size(HttpServletRequest request) {
        String name = request.getParameter("file");
        if (!name.matches("[a-z0-9]+")) {
            return 0;
        }
        return new File("/srv/files/" + name).length();
    }
}
