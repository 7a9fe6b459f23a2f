import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class ErrorMessages extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String name = request.getParameter("name");
    if (name.length() > 40) {
      response.sendError(400, "No such name: " + name);
      return;
    }
    response.getWriter().println("<p>" + name); // assay: cross-site-scripting
  }
}
