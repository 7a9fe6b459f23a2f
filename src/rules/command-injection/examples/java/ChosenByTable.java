package ops;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;

class ChosenByTable {
    private static final Map<String, String> COMMANDS = Map.of("disk", "/bin/df -h", "memory", "/usr/bin/free -m");

    Process run(HttpServletRequest request) throws IOException {
        String command;
        switch (request.getParameter("what")) {
            case "disk":
                command = "/bin/df -h";
                break;
            case "memory":
                command = "/usr/bin/free -m";
                break;
            default:
                command = "/usr/bin/uptime";
        }
        return Runtime.getRuntime().exec(command);
    }
}
