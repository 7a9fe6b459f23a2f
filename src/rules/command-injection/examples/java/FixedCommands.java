package ops;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

class FixedCommands {
    Process status() throws IOException {
        String unit = "web";
        return Runtime.getRuntime().exec("/usr/bin/systemctl status " + unit);
    }

    Process level(HttpServletRequest request) throws IOException {
        int level = Integer.parseInt(request.getParameter("level"));
        return new ProcessBuilder("/usr/bin/nice", "-n", String.valueOf(level), "backup").start();
    }
}
