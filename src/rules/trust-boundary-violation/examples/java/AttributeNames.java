package web;

import javax.servlet.http.HttpServletRequest;

class AttributeNames {
    void keep(HttpServletRequest request) {
        request.getSession().putValue(request.getParameter("name"), "1"); // assay: trust-boundary-violation
    }
}
