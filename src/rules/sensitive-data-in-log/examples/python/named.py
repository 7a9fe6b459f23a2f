import logging

log = logging.getLogger(__name__)


def sign_in(user, password, settings):
    log.info("sign-in of %s with %s", user.name, password)  # assay: sensitive-data-in-log
    log.debug(f"key: {settings.api_key}")  # assay: sensitive-data-in-log
    log.warning("token: " + str(settings["access_token"]))  # assay: sensitive-data-in-log
