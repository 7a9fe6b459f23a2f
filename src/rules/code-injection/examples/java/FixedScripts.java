package rules;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.servlet.http.HttpServletRequest;

class FixedScripts {
    Object price(HttpServletRequest request) throws ScriptException {
        ScriptEngine engine = new ScriptEngineManager().getEngineByName("JavaScript");
        engine.put("factor", Double.parseDouble(request.getParameter("factor")));
        return engine.eval("price * factor");
    }
}
