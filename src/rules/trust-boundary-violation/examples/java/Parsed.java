package web;

import javax.servlet.http.HttpServletRequest;

class Parsed {
    void page(HttpServletRequest request) {
        request.getSession().setAttribute("page", Integer.valueOf(request.getParameter("page")));
    }
}
