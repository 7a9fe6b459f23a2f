package ops;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;

class ChosenByTable {
    private static final Map<String, String> COMMANDS = Map.of("disk", "df -h", "memory", "free -m");

    Process run(HttpServletRequest request) throws IOException {
        String command;
        switch (request.getParameter("what")) {
            case "disk":
                command = "df -h";
                break;
            case "memory":
                command = "free -m";
                break;
            default:
                command = "uptime";
        }
        return Runtime.getRuntime().exec(command);
    }
}
