package rules;

import groovy.lang.GroovyShell;
import javax.servlet.http.HttpServletRequest;

class NumbersInScripts {
    Object square(HttpServletRequest request) {
        int number = Integer.parseInt(request.getParameter("number"));
        return new GroovyShell().evaluate(number + " * " + number);
    }
}
