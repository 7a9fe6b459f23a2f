import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class OwnAddress {
    void slash(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.sendRedirect(request.getRequestURI() + "/?" + request.getQueryString());
    }

    void port(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.sendRedirect("https://" + request.getServerName() + ":8443/");
    }

    void away(HttpServletRequest request, HttpServletResponse response) throws Exception {
        response.sendRedirect(request.getParameter("to")); // assay: open-redirect
    }
}
