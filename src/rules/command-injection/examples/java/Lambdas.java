package ops;

import java.io.IOException;
import java.util.function.Function;
import javax.servlet.http.HttpServletRequest;

class Lambdas {
    Process run(HttpServletRequest request) throws IOException {
        Function<String, String> quoted = name -> "\"" + name + "\"";
        String command = "tar czf backup.tgz " + quoted.apply(request.getParameter("folder"));
        return new ProcessBuilder("bash", "-c", command).start(); // assay: command-injection
    }
}
