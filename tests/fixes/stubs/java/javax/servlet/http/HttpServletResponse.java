package javax.servlet.http;

import java.io.PrintWriter;

/** Stands in for the servlet API: it prints what it is told. */
public class HttpServletResponse {
  public PrintWriter getWriter() {
    return new PrintWriter(System.out, true);
  }

  public void setHeader(String name, String value) {
    System.out.print(name + ": " + value + "\n");
  }

  public void addCookie(Cookie cookie) {
    System.out.println(cookie);
  }
}
