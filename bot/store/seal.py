"""What may not lie in a database for all to read: sealed with a key that is not in it."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    """Seals texts (Fernet: AES-128-CBC and HMAC-SHA256, cryptography.io/en/latest/fernet)."""

    def __init__(self, secret: str) -> None:
        """Derive the key from a secret that every replica has."""
        key = HKDF(SHA256(), 32, salt=None, info=b"wherebot seal").derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def close(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str | None:
        """Return the text; None if it was sealed with another secret, or is damaged."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
