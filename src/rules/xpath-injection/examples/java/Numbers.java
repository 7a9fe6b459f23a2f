package xml;

import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import org.w3c.dom.Document;

class Numbers {
    String find(XPath xpath, Document document, HttpServletRequest request) throws XPathExpressionException {
        int index = Integer.parseInt(request.getParameter("index"));
        return xpath.evaluate("/users/user[" + index + "]", document);
    }
}
