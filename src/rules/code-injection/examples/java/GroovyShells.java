package rules;

import groovy.lang.GroovyShell;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;

class GroovyShells {
    Object run(HttpServletRequest request) {
        String script = Optional.ofNullable(request.getParameter("script")).map(text -> text.trim()).orElse("1");
        return new GroovyShell().evaluate(script); // assay: code-injection
    }
}
