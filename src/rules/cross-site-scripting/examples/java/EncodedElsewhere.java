import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.acme.web.Escape;
import org.acme.web.Pages;

public class EncodedElsewhere extends HttpServlet {
  private Pages pages;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String name = request.getParameter("name");
    response.getWriter().println("<p>" + Escape.htmlElementContent(name));
    response.getWriter().println(pages.findPage(name));
    response.getWriter().println(pages.titled(name)); // assay: cross-site-scripting
  }
}
