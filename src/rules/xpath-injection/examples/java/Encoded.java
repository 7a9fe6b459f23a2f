package xml;

import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import org.owasp.esapi.ESAPI;
import org.w3c.dom.Document;

class Encoded {
    String find(XPath xpath, Document document, HttpServletRequest request) throws XPathExpressionException {
        String name = ESAPI.encoder().encodeForXPath(request.getParameter("name"));
        return xpath.evaluate("/users/user[name='" + name + "']", document);
    }
}
