package files;

import java.io.File;
import javax.servlet.http.HttpServletRequest;
import org.apache.commons.io.FilenameUtils;

class LastPart {
    boolean exists(HttpServletRequest request) {
        String name = FilenameUtils.getName(request.getParameter("file"));
        return new File("/srv/files", name).exists();
    }
}
