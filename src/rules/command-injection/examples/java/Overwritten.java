package ops;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

class Overwritten {
    Process run(HttpServletRequest request) throws IOException {
        String host = request.getParameter("host");
        int limit = 7 * 6;
        if (limit > 40) {
            host = "localhost";
        }
        return Runtime.getRuntime().exec("/usr/bin/ping -c 1 " + host);
    }
}
