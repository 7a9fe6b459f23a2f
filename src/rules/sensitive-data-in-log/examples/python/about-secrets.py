import logging

log = logging.getLogger(__name__)


def sign_in(user, password, has_password):
    log.info("sign-in of %s, password given: %s", user.name, has_password)
    log.debug("password of %d characters", len(password))
    log.debug("password is set: %s", bool(password))
