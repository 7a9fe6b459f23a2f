package xml;

import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

class Compiled {
    XPathExpression compile(HttpServletRequest request) throws XPathExpressionException {
        StringBuilder text = new StringBuilder("//book[");
        text.append(request.getParameter("condition"));
        text.append(']');
        return XPathFactory.newInstance().newXPath().compile(text.toString()); // assay: xpath-injection
    }
}
