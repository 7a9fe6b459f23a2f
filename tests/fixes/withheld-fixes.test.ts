// Code that must get no fix: it would break it, or a careful reader would send it back.
import { describe, expect, it } from 'vitest';
import { brought } from './brought.ts';

describe('no fix', () => {
  it.each([
    [
      'quotes a whole command',
      'command-injection',
      'python',
      'import os\nfrom flask import request\n\ndef run():\n    os.system(request.args["command"])\n',
    ],
    [
      'draws numbers that are no secret',
      'weak-random',
      'javascript',
      'function pick(list) {\n  return list[Math.floor(Math.random() * list.length)];\n}\n',
    ],
    [
      'mends half of a product',
      'weak-random',
      'javascript',
      'const token = Math.floor(Math.random() * 9) * Math.floor(Math.random() * 9);\n',
    ],
    [
      'takes another hash than the format has',
      'weak-hash',
      'python',
      'import hashlib\n\n\ndef fingerprint(key):\n    return hashlib.md5(key).hexdigest()\n',
    ],
    [
      'takes the key of a service from a class that came with it',
      'hard-coded-secret',
      'python',
      'class Player:\n    API_KEY = "9zu9r6idf9c0tfcc4w26l66ij7visb8n"\n',
    ],
    [
      'stops a thread that waits in a loop',
      'swallowed-interrupt',
      'java',
      'class A {\n  void a() {\n    for (int i = 0; i < 3; i++) {\n      try {\n        Thread.sleep(10);\n      } catch (InterruptedException e) {\n        System.out.println(i);\n      }\n    }\n  }\n}\n',
    ],
    [
      'catches less where a class may be missing',
      'caught-too-much',
      'java',
      'class A {\n  static boolean a() {\n    try {\n      Class.forName("b.B");\n      return true;\n    } catch (Throwable e) {\n      return false;\n    }\n  }\n}\n',
    ],
    [
      'closes what is used after the block',
      'resource-leak',
      'python',
      'import socket\n\n\ndef a(host):\n    try:\n        s = socket.socket()\n        s.connect((host, 80))\n    except OSError:\n        return None\n    return s.recv(10)\n',
    ],
    [
      'drops the loader that a caller chose',
      'unsafe-deserialisation',
      'python',
      'import yaml\nfrom flask import request\n\n\ndef read(loader):\n    return yaml.load(request.data, Loader=loader)\n',
    ],
    [
      'cuts the body in a function without an answer',
      'unlimited-request-body',
      'go',
      'package a\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc read(r *http.Request) ([]byte, error) {\n\treturn io.ReadAll(r.Body)\n}\n',
    ],
    [
      'catches less in what ends a program',
      'caught-too-much',
      'java',
      'class A {\n  void doClose(B b) {\n    try {\n      b.work();\n    } catch (Throwable e) {\n      log.warn("no", e);\n    }\n  }\n}\n',
    ],
    [
      'catches less in the loop of a thread',
      'caught-too-much',
      'java',
      'class A {\n  void serve(B b) {\n    while (!stopped) {\n      try {\n        b.work();\n      } catch (Throwable e) {\n        log.warn("no", e);\n      }\n    }\n  }\n}\n',
    ],
    [
      'catches less where all is told to another',
      'caught-too-much',
      'java',
      'class A {\n  void begin(B b) {\n    try {\n      b.work();\n    } catch (Throwable e) {\n      immediately(e);\n    }\n  }\n}\n',
    ],
    [
      'stops a short wait that is tried again',
      'swallowed-interrupt',
      'java',
      'class A {\n  void a(Object lock) {\n    synchronized (lock) {\n      try {\n        lock.wait(5);\n      } catch (InterruptedException e) {\n      }\n    }\n  }\n}\n',
    ],
    [
      'makes bytes of a text that is given back',
      'unused-result',
      'python',
      'def a(token: str) -> list[str]:\n    bearer = "Bearer %s" % token\n    bearer.encode("ascii")\n    return [bearer]\n',
    ],
    [
      'copies a set that gets its own elements',
      'modified-while-iterated',
      'python',
      'def a(show):\n    names = {"a", "b"}\n    for name in names:\n        show(name)\n        names.add(name)\n',
    ],
    [
      'takes the name of an option for a secret',
      'possible-secret',
      'python',
      'CONF_POOLS = "storage_pools"\nCONF_PWD = "san_password"\nCONF_USER = "san_login"\n',
    ],
    [
      'lets a key be missing where unsigned tokens pass',
      'possible-secret',
      'javascript',
      "const jwt = require('jsonwebtoken');\nconst secret = 'some-secret-9f3';\njwt.verify(token, secret, { algorithms: ['HS256', 'none'] });\n",
    ],
    [
      'asks for TLS in a class that others build upon',
      'insecure-cookie',
      'python',
      'import tornado.web\n\n\nclass LoginMixin(tornado.web.RequestHandler):\n    def remember(self, data):\n        self.set_cookie("token", data)\n',
    ],
    [
      'makes a request differ with more care than the other side asks for',
      'weak-random',
      'python',
      'import random\n\n\ndef ask(send, sign):\n    params = {"nonce": str(random.random()), "timestamp": 1}\n    params["sign"] = sign(params)\n    send(params)\n',
    ],
    [
      'takes another hash than a payload has',
      'weak-hash',
      'python',
      'import hashlib\n\n\ndef payload(path, text):\n    digest = hashlib.md5(f"{path}use{text}md5forencrypt".encode()).hexdigest()\n    print(digest)\n',
    ],
    [
      'takes all scripts from a view',
      'script-in-web-view',
      'java',
      'import android.webkit.WebView;\n\nclass A {\n  void a(WebView view) {\n    view.getSettings().setJavaScriptEnabled(true);\n  }\n}\n',
    ],
    [
      'makes one lock of two',
      'shared-lock-object',
      'java',
      'class A {\n  private final String one = "a";\n  private final String two = "b";\n\n  void a() {\n    synchronized (one) {\n      work();\n    }\n    synchronized (two) {\n      work();\n    }\n  }\n}\n',
    ],
    [
      'locks this object instead of another one',
      'shared-lock-object',
      'java',
      'class A {\n  private final String state = "a";\n\n  void a(A other) {\n    synchronized (state) {\n      work();\n    }\n    synchronized (other.state) {\n      work();\n    }\n  }\n}\n',
    ],
    [
      'gives an object that is written away a lock that cannot be',
      'shared-lock-object',
      'java',
      'class A implements java.io.Serializable {\n  private final String state = "a";\n\n  void a() {\n    synchronized (state) {\n      work();\n    }\n  }\n}\n',
    ],
    [
      'reads two secrets from one name',
      'hard-coded-secret',
      'javascript',
      "const jwt = require('jsonwebtoken');\n\nfunction sign(a, b) {\n  const one = jwt.sign({ a }, 'f83kd92jfk2');\n  const two = jwt.sign({ b }, 'p20fk38dj1x');\n  return [one, two];\n}\n",
    ],
    [
      'logs in twice with one password',
      'hard-coded-secret',
      'python',
      'import psycopg2\n\none = psycopg2.connect(host="a", password="f83kd92jfk2")\ntwo = psycopg2.connect(host="b", password="p20fk38dj1x")\n',
    ],
    [
      'says that the hash of a token protects nothing',
      'weak-hash',
      'python',
      'import hashlib\n\n\ndef reset_token_hash(reset_token):\n    return hashlib.md5(reset_token).hexdigest()\n',
    ],
    [
      'fails with more than a superclass may',
      'careless-finalizer',
      'java',
      'class A extends B {\n  @Override\n  protected void finalize() throws Exception {\n    work();\n  }\n}\n',
    ],
    [
      'leaves what a call declares uncaught',
      'caught-too-much',
      'java',
      'class A {\n  void a(Point point) {\n    try {\n      point.proceed();\n    } catch (Throwable e) {\n      log.warn("no", e);\n    }\n  }\n}\n',
    ],
    [
      'takes away a shell that was chosen',
      'shell-for-fixed-command',
      'python',
      'import subprocess\n\nsubprocess.run("/bin/ls -l", shell=True, executable="/bin/zsh")\n',
    ],
    [
      'takes the folders from an address',
      'path-built-from-input',
      'javascript',
      "const path = require('path');\nconst express = require('express');\nconst app = express();\napp.get('/a', (req, res) => {\n  const file = path.join(__dirname, req.url);\n  show(file);\n});\n",
    ],
  ] as const)('%s', (_, rule, language, code) => {
    expect(brought(rule, language, code)).toBe('');
  });
});
