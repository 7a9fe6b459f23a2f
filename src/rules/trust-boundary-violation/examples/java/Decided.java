package web;

import javax.servlet.http.HttpServletRequest;

class Decided {
    void login(HttpServletRequest request) {
        String role = "guest";
        if (check(request.getParameter("user"), request.getParameter("password"))) {
            role = "member";
        }
        request.getSession().setAttribute("role", role);
    }

    private boolean check(String user, String password) {
        return user != null && user.equals(password);
    }
}
