package ops;

import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServletRequest;

class FixedPrograms {
    Process log(HttpServletRequest request) throws IOException {
        return new ProcessBuilder("/usr/bin/git", "log", "--author", request.getParameter("author")).start();
    }

    Process show(HttpServletRequest request) throws IOException {
        return new ProcessBuilder(List.of("/usr/bin/git", "show", request.getParameter("commit"))).start();
    }

    Process any(HttpServletRequest request) throws IOException {
        return new ProcessBuilder(request.getParameter("program"), "--version").start(); // assay: command-injection
    }
}
