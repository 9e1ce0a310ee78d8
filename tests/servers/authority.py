"""A certificate authority for one test run, with a certificate for the servers on loopback."""

import shutil
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.servers.process import folder

LIFE = timedelta(days=2)


@dataclass(frozen=True)
class Certificate:
    """Where a server finds its certificate chain and its key, both PEM."""

    chain: Path
    key: Path


class Authority:
    """Signs certificates; who trusts ``certificate`` trusts the servers."""

    def __enter__(self) -> Self:
        self.folder = folder("ca")
        self.certificate = self.folder / "ca.pem"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Kairan test authority")
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        unsigned = _certificate(self._name, self._name, self._key, LIFE)
        signed = unsigned.add_extension(constraints, critical=True).sign(self._key, SHA256())
        self.certificate.write_bytes(signed.public_bytes(Encoding.PEM))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder)

    def certify(
        self,
        *names: str,
        addresses: tuple[str, ...] = ("127.0.0.1", "127.0.0.2"),
        life: timedelta = LIFE,
    ) -> Certificate:
        """Make a certificate for host names and IP addresses; a negative life has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        holders: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
        holders += [x509.IPAddress(ip_address(address)) for address in addresses]
        unsigned = _certificate(_name("Kairan test server"), self._name, key, life)
        unsigned = unsigned.add_extension(x509.SubjectAlternativeName(holders), critical=False)
        signed = unsigned.sign(self._key, SHA256())
        stem = f"{signed.serial_number:x}"
        certificate = Certificate(self.folder / f"{stem}.pem", self.folder / f"{stem}.key")
        certificate.chain.write_bytes(signed.public_bytes(Encoding.PEM))
        certificate.key.touch(mode=0o600)
        certificate.key.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return certificate

    def client_context(self) -> ssl.SSLContext:
        """A context of a client that trusts this authority and nobody else."""
        return ssl.create_default_context(cafile=str(self.certificate))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    life: timedelta,
) -> x509.CertificateBuilder:
    today = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=30))
        .not_valid_after(today + life)
    )
