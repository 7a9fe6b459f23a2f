package javax.servlet.http;

/** Stands in for the servlet API: parameters are what is on the command line. */
public class HttpServletRequest {
  private final String[] values;

  public HttpServletRequest(String[] values) {
    this.values = values;
  }

  public String getParameter(String name) {
    return values.length == 0 ? "" : values[0];
  }
}
