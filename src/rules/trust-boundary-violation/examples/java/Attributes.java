package web;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

class Attributes {
    void login(HttpServletRequest request) {
        HttpSession session = request.getSession();
        session.setAttribute("role", request.getParameter("role")); // assay: trust-boundary-violation
    }
}
