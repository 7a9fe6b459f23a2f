package web;

import java.io.IOException;
import java.util.Enumeration;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class InnerClasses {
    private String greeting = "Hello ";

    class Page {
        private final StringBuilder text = new StringBuilder(greeting);

        Page add(String part) {
            text.append(part);
            return this;
        }

        String render() {
            return text.toString();
        }
    }

    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Enumeration<String> names = request.getParameterNames();
        Page page = new Page();
        while (names.hasMoreElements()) {
            page.add(names.nextElement());
        }
        response.getWriter().print(page.render()); // assay: cross-site-scripting
    }
}
