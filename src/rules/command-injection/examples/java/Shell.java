package ops;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

class Shell {
    Process ping(HttpServletRequest request) throws IOException {
        String host = request.getParameter("host");
        return Runtime.getRuntime().exec("ping -c 1 " + host); // assay: command-injection
    }

    Process list(HttpServletRequest request) throws IOException {
        String[] command = {"sh", "-c", "ls " + request.getHeader("X-Folder")};
        Runtime runtime = Runtime.getRuntime();
        return runtime.exec(command, null); // assay: command-injection
    }
}
