// Modules that come with a language: imports of them stand before those of others.

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const PYTHON = words(
  'abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cgi cmd code codecs collections colorsys concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings enum errno fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posixpath pprint profile pty pwd queue quopri random re readline reprlib resource runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string stringprep struct subprocess sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit token tokenize trace traceback tracemalloc tty types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg wsgiref xml xmlrpc zipfile zipimport zlib zoneinfo',
);

const NODE = words(
  'assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs fs/promises http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder timers tls tty url util v8 vm worker_threads zlib',
);

/** Whether a module of this name comes with Node. */
export const isBuiltIn = (module: string): boolean => NODE.has(module);

/** Whether an import is of the language's own library. */
export function isStandard(language: string, module: string): boolean {
  if (language === 'python') return PYTHON.has(module.split('.')[0]);
  if (language === 'go') return !module.split('/')[0].includes('.');
  return isBuiltIn(module);
}
