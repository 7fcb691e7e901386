#!/usr/bin/env bash
# Makes the vectors anew with openssl, keytool, iconv, zip and python3. They are committed; run this only to add one, and look at
# the difference. What is expected of each stands in vectors.tsv. All keys here are public: never use one.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf pem der p7 keys csr crl certs p12 other own
mkdir pem der p7 keys csr crl certs p12 other own
W=$(mktemp -d); trap 'rm -rf "$W"' EXIT
q() { "$@" 2>/dev/null; }
DN="/C=BE/ST=East Flanders/L=Ghent/O=St. Anna/OU=Radiology"
export OPENSSL_LEGACY="-provider legacy -provider default"

# --- an authority, an intermediate, a leaf -------------------------------------------------------------------------------------
cat > "$W/ext" <<'X'
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[issuing]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[leaf]
basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=DNS:mr2.hospital.local,IP:10.1.2.3
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
X
issue() { # name issuer section key-file [digest]
  q openssl req -new -key "$4" -subj "$DN/CN=$1" -out "$W/$1.csr"
  if [ "$2" = - ]; then q openssl x509 -req -in "$W/$1.csr" -signkey "$4" -days 36500 -extfile "$W/ext" -extensions "$3" -"${5:-sha256}" -out "$W/$1.crt"
  else q openssl x509 -req -in "$W/$1.csr" -CA "$W/$2.crt" -CAkey "$W/$2.key" -set_serial "0x$(openssl rand -hex 8)" -days 36500 -extfile "$W/ext" -extensions "$3" -"${5:-sha256}" -out "$W/$1.crt"; fi
}
for n in root issuing; do q openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$W/$n.key"; done
q openssl genrsa -out "$W/leaf.key" 2048
issue root - root "$W/root.key"; issue issuing root issuing "$W/issuing.key"; issue leaf issuing leaf "$W/leaf.key"
q openssl pkcs8 -topk8 -nocrypt -in "$W/leaf.key" -out "$W/leaf.p8"
q openssl rsa -traditional -in "$W/leaf.key" -out "$W/leaf.pkcs1"

# --- PEM as it comes ---------------------------------------------------------------------------------------------------------
cp "$W/leaf.crt" pem/plain.pem
{ printf '\xef\xbb\xbf'; cat "$W/leaf.crt"; } > pem/utf8-bom.pem
{ printf '\xff\xfe'; iconv -t UTF-16LE "$W/leaf.crt"; } > pem/utf16le-bom.pem
{ printf '\xfe\xff'; iconv -t UTF-16BE "$W/leaf.crt"; } > pem/utf16be-bom.pem
iconv -t UTF-16LE "$W/leaf.crt" > pem/utf16le.pem
iconv -t UTF-16BE "$W/leaf.crt" > pem/utf16be.pem
sed 's/$/\r/' "$W/leaf.crt" > pem/crlf.pem
tr '\n' '\r' < "$W/leaf.crt" > pem/old-mac.pem
sed 's/^/    /' "$W/leaf.crt" > pem/indented.pem
sed 's/^/> /' "$W/leaf.crt" > pem/quoted-mail.pem
{ echo "Dear colleague,"; echo "here is the certificate: see below."; cat "$W/leaf.crt"; echo "Regards"; } > pem/text-around.pem
q openssl x509 -in "$W/leaf.crt" -text -out pem/with-text.pem
q openssl x509 -in "$W/leaf.crt" -trustout -setalias mr2 -out pem/trusted.pem
sed 's/BEGIN CERTIFICATE/BEGIN X509 CERTIFICATE/;s/END CERTIFICATE/END X509 CERTIFICATE/' "$W/leaf.crt" > pem/x509-label.pem
sed 's/BEGIN CERTIFICATE/BEGIN PRIVATE KEY/;s/END CERTIFICATE/END PRIVATE KEY/' "$W/leaf.crt" > pem/wrong-label.pem
cat "$W/root.crt" "$W/leaf.p8" "$W/leaf.crt" "$W/issuing.crt" > pem/any-order.pem
cat "$W/leaf.crt" "$W/leaf.crt" > pem/twice.pem
openssl x509 -in "$W/leaf.crt" -outform DER | base64 > pem/bare-base64.pem
openssl x509 -in "$W/leaf.crt" -outform DER | base64 -w 0 | sed 's/^/-----BEGIN CERTIFICATE-----\n/;s/$/\n-----END CERTIFICATE-----/' > pem/one-line.pem
printf '%s' "$(cat "$W/leaf.crt")" > pem/no-last-newline.pem
head -n 8 "$W/leaf.crt" > pem/cut-off.pem
sed '5s/^..../(!)/' "$W/leaf.crt" > pem/not-base64.pem
sed 's/\(.*\)$/<p>\1<\/p>/' "$W/leaf.crt" > pem/html.pem
: > pem/empty.pem
echo "please find attached" > pem/words.pem

# --- DER and PKCS#7 ------------------------------------------------------------------------------------------------------------
openssl x509 -in "$W/leaf.crt" -outform DER -out der/leaf.cer
cp der/leaf.cer der/der-inside.pem
head -c 700 der/leaf.cer > der/cut-off.cer
{ cat der/leaf.cer; head -c 16 /dev/zero; } > der/zeros-behind.cer
openssl pkcs8 -topk8 -nocrypt -in "$W/leaf.key" -outform DER -out der/key.p8
q openssl rsa -traditional -in "$W/leaf.key" -outform DER -out der/key.pkcs1
openssl crl2pkcs7 -nocrl -certfile "$W/leaf.crt" -certfile "$W/issuing.crt" -certfile "$W/root.crt" -outform DER -out p7/chain.p7b
openssl crl2pkcs7 -nocrl -certfile "$W/leaf.crt" -certfile "$W/issuing.crt" -out p7/chain-pem.p7b
echo hello | q openssl cms -sign -stream -binary -nodetach -signer "$W/leaf.crt" -inkey "$W/leaf.key" -certfile "$W/issuing.crt" -outform DER -out p7/ber-open-lengths.p7b
echo hello | q openssl cms -encrypt -aes256 -outform DER -out p7/enveloped.p7m "$W/leaf.crt"

# --- private keys --------------------------------------------------------------------------------------------------------------
cp "$W/leaf.p8" keys/pkcs8.key; cp "$W/leaf.pkcs1" keys/pkcs1.key
# few rounds, so that tests which read each file thousands of times stay quick; one of each kind has the usual number
p8() { q openssl pkcs8 -topk8 -in "$W/leaf.key" -passout "pass:secret" -iter 16 "${@:2}" -out "keys/$1.key"; }
p8 pbes2-aes256-sha256 -v2 aes-256-cbc -v2prf hmacWithSHA256
p8 pbes2-usual-rounds -iter 2048
p8 pbes2-aes128-sha1 -v2 aes-128-cbc -v2prf hmacWithSHA1
p8 pbes2-aes192-sha384 -v2 aes-192-cbc -v2prf hmacWithSHA384
p8 pbes2-aes256-sha512 -v2 aes-256-cbc -v2prf hmacWithSHA512
p8 pbes2-3des -v2 des3
p8 pbes2-des $OPENSSL_LEGACY -v2 des-cbc
p8 pbes2-rc2 $OPENSSL_LEGACY -v2 rc2-cbc
p8 pbes2-camellia -v2 camellia-256-cbc
p8 scrypt -scrypt -scrypt_N 16
p8 pbes1-md5-des $OPENSSL_LEGACY -v1 PBE-MD5-DES
p8 pbes1-sha1-des $OPENSSL_LEGACY -v1 PBE-SHA1-DES
p8 pbes1-md5-rc2 $OPENSSL_LEGACY -v1 PBE-MD5-RC2-64
p8 pbes1-sha1-rc2 $OPENSSL_LEGACY -v1 PBE-SHA1-RC2-64
p8 pkcs12-3des -v1 PBE-SHA1-3DES
p8 pkcs12-2des -v1 PBE-SHA1-2DES
p8 pkcs12-rc2-40 $OPENSSL_LEGACY -v1 PBE-SHA1-RC2-40
p8 pkcs12-rc2-128 $OPENSSL_LEGACY -v1 PBE-SHA1-RC2-128
p8 pkcs12-rc4-128 $OPENSSL_LEGACY -v1 PBE-SHA1-RC4-128
q openssl pkcs8 -topk8 -in "$W/leaf.key" -passout "pass:pässwörd€" -out keys/pbes2-umlauts.key
for c in aes256 aes192 aes128 des3; do q openssl rsa -traditional -in "$W/leaf.key" -$c -passout pass:secret -out keys/legacy-$c.key; done
q openssl rsa $OPENSSL_LEGACY -traditional -in "$W/leaf.key" -des -passout pass:secret -out keys/legacy-des.key
for c in 256 384 521; do q openssl ecparam -name "$(case $c in 256) echo prime256v1;; *) echo secp${c}r1;; esac)" -genkey -out keys/sec1-p$c-with-parameters.key; done
q openssl ec -in keys/sec1-p256-with-parameters.key -outform DER -out der/key.sec1
q openssl ec -in keys/sec1-p384-with-parameters.key -aes256 -passout pass:secret -out keys/legacy-ec.key
q openssl ecparam -name prime256v1 -param_enc explicit -genkey -out keys/explicit-curve.key
q openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out keys/brainpool.key
q openssl genpkey -algorithm ED25519 -out keys/ed25519.key
q openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32 -out keys/rsa-pss.key
q openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out "$W/dsa.par"; q openssl genpkey -paramfile "$W/dsa.par" -out keys/dsa.key
openssl pkey -in "$W/leaf.key" -pubout -out keys/public-only.pem

# --- requests, revocation lists, kinds of certificate --------------------------------------------------------------------------
q openssl req -new -key "$W/leaf.key" -subj "$DN/CN=mr2" -addext "subjectAltName=DNS:mr2.hospital.local" -out csr/rsa.csr
q openssl req -new -key keys/sec1-p256-with-parameters.key -subj "$DN/CN=mr2" -outform DER -out csr/ec.der
mkdir "$W/ca"; : > "$W/ca/index"; echo 1000 > "$W/ca/crlnumber"
printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s\ncrlnumber=%s\ndefault_md=sha256\ndefault_crl_days=36500\n' "$W/ca/index" "$W/ca/crlnumber" > "$W/ca/cnf"
q openssl ca -config "$W/ca/cnf" -revoke "$W/leaf.crt" -crl_reason keyCompromise -cert "$W/issuing.crt" -keyfile "$W/issuing.key"
q openssl ca -config "$W/ca/cnf" -gencrl -cert "$W/issuing.crt" -keyfile "$W/issuing.key" -out crl/issuing.crl
openssl crl -in crl/issuing.crl -outform DER -out crl/issuing.der.crl
cp "$W/root.crt" certs/root.pem; cp "$W/issuing.crt" certs/issuing.pem; cp "$W/leaf.crt" certs/leaf.pem
self() { q openssl req -x509 -key "$2" -subj "$DN/CN=$1" -days 36500 "${@:3}" -out "certs/$1.pem"; }
q openssl genrsa -out "$W/small.key" 1024
self rsa1024 "$W/small.key" -sha256
self sha1 "$W/leaf.key" -sha1
self md5 "$W/leaf.key" $OPENSSL_LEGACY -md5
self pss-signed "$W/leaf.key" -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20
self pss-key keys/rsa-pss.key -sha256
for c in 256 384 521; do self p$c keys/sec1-p$c-with-parameters.key -sha$([ $c = 521 ] && echo 512 || echo $c); done
self brainpool keys/brainpool.key; self ed25519 keys/ed25519.key; self explicit-curve keys/explicit-curve.key
self utf8-names "$W/leaf.key" -addext "subjectAltName=DNS:röntgen.hospital.local,DNS:mr2"
self utf8 "$W/leaf.key" -utf8 -subj "/CN=Röntgen Öst/O=Sankt Anna – Süd"

# --- PKCS#12 -------------------------------------------------------------------------------------------------------------------
p12() { # name password options...
  q openssl pkcs12 -export -in "$W/leaf.crt" -inkey "$W/leaf.key" -certfile "$W/chain" -name mr2 -passout "pass:$2" -iter 16 "${@:3}" -out "p12/$1.p12"; }
cat "$W/issuing.crt" "$W/root.crt" > "$W/chain"
p12 modern secret
p12 usual-rounds secret -iter 2048
p12 windows-rc2-40-3des secret $OPENSSL_LEGACY -legacy
p12 rc2-128 secret $OPENSSL_LEGACY -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-3DES -macalg sha1
p12 rc4-128 secret $OPENSSL_LEGACY -certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-RC4-128 -macalg sha1
p12 rc4-40 secret $OPENSSL_LEGACY -certpbe PBE-SHA1-RC4-40 -keypbe PBE-SHA1-RC4-40 -macalg sha1
p12 two-key-3des secret -certpbe PBE-SHA1-2DES -keypbe PBE-SHA1-2DES -macalg sha1
p12 aes128-sha1 secret -certpbe AES-128-CBC -keypbe AES-128-CBC -macalg sha1
p12 mac-sha384 secret -macalg sha384
p12 mac-sha512 secret -macalg sha512
p12 mac-md5 secret -macalg md5
p12 mac-sha224 secret -macalg sha224
p12 no-mac secret -nomac
p12 no-mac-encrypted secret -nomac -certpbe AES-256-CBC
p12 no-iterations secret -noiter
p12 in-the-clear secret -certpbe NONE -keypbe NONE
p12 clear-no-mac secret -certpbe NONE -keypbe NONE -nomac
p12 empty-password ""
p12 empty-password-no-mac "" -nomac
p12 umlauts "pässwörd€"
p12 umlauts-legacy "pässwörd€" $OPENSSL_LEGACY -legacy
p12 million-rounds secret -iter 1000000 -certpbe NONE -nomaciter
q openssl pkcs12 -export -nokeys -in "$W/chain" -iter 16 -passout pass:secret -out p12/certificates-only.p12
cat "$W/root.crt" "$W/leaf.crt" "$W/issuing.crt" > "$W/mixed"
q openssl pkcs12 -export -in "$W/mixed" -inkey "$W/leaf.key" -iter 16 -passout pass:secret -out p12/chain-in-any-order.p12
q openssl pkcs12 -export -inkey "$W/leaf.key" -nocerts -iter 16 -passout pass:secret -out p12/key-only.p12
fewer=$(for i in certPbe keyPbe mac; do printf -- '-J-Dkeystore.pkcs12.%sIterationCount=16 ' $i; done)
k() { q keytool $fewer "$@" -storepass secret -noprompt >/dev/null; }
k -importkeystore -srckeystore p12/modern.p12 -srcstorepass secret -destkeystore p12/java.p12 -deststoretype PKCS12
q keytool -importkeystore -srckeystore p12/modern.p12 -srcstorepass secret -destkeystore p12/java-usual-rounds.p12 -deststoretype PKCS12 -storepass secret -noprompt >/dev/null
k -genkeypair -alias second -keyalg EC -groupname secp256r1 -dname "CN=second" -keystore p12/java.p12 -validity 36500
cp p12/java.p12 p12/java-secret.p12; k -genseckey -alias hidden -keyalg AES -keysize 256 -keystore p12/java-secret.p12
k -importcert -alias root -file "$W/root.crt" -keystore p12/java-trust.p12 -storetype PKCS12
k -J-Dkeystore.pkcs12.legacy -importkeystore -srckeystore p12/modern.p12 -srcstorepass secret -destkeystore p12/java-legacy.p12 -deststoretype PKCS12
k -importcert -alias root -file "$W/root.crt" -keystore other/java.jks -storetype JKS
k -importcert -alias root -file "$W/root.crt" -keystore other/java.jceks -storetype JCEKS

# --- PKCS#12 as others write or break it; openssl's output bent by hand -------------------------------------------------------------
python3 - "$W" <<'P'
import sys
def tlv(b, at=0):
    tag=b[at]; n=b[at+1]; h=2
    if n & 0x80: k=n&0x7f; n=int.from_bytes(b[at+2:at+2+k],'big'); h=2+k
    return tag, b[at+h:at+h+n], at+h+n
def children(b):
    out=[]; at=0
    while at<len(b):
        start=at; tag,body,at=tlv(b,at); out.append((tag,body,b[start:at]))
    return out
def enc(tag, body):
    n=len(body); l=bytes([n]) if n<128 else (lambda x: bytes([0x80|len(x)])+x)(n.to_bytes((n.bit_length()+7)//8,'big'))
    return bytes([tag])+l+body
def open_(der, pieces=1000):
    """every constructed element with its length left open, long octet strings in pieces"""
    tag,body,_=tlv(der)
    if tag & 0x20: return bytes([tag,0x80])+b''.join(open_(c[2],pieces) for c in children(body))+b'\0\0'
    if tag==4 and len(body)>pieces: return b'\x24\x80'+b''.join(enc(4,body[i:i+pieces]) for i in range(0,len(body),pieces))+b'\0\0'
    return der
modern=open('p12/modern.p12','rb').read()
open('p12/ber-open-lengths.p12','wb').write(open_(modern))

# 16 rounds of PBKDF2 become 2^31-1
tag,pfx,_=tlv(modern)
def deep(b, f):
    tag,body,end=tlv(b)
    if tag & 0x20: return enc(tag, b''.join(deep(c[2],f) for c in children(body)))
    if tag==4:
        try:
            inner=children(body)
            if inner and len(inner)==1 and inner[0][0]==0x30 and len(inner[0][2])==len(body): return enc(4, deep(body,f))
        except Exception: pass
    return f(tag, body, b[:end])
open('p12/too-many-rounds.p12','wb').write(deep(modern, lambda t,b,w: enc(2,b'\x7f\xff\xff\xff') if t==2 and b==b'\x10' else w))
gcm=bytes.fromhex('60864801650304012e'); cbc=bytes.fromhex('60864801650304012a')
open('p12/aes-gcm.p12','wb').write(modern.replace(cbc,gcm))
bad=bytearray(modern); bad[400]^=1; open('p12/damaged.p12','wb').write(bad)
mac=bytearray(modern); mac[-40]^=1; open('p12/seal-damaged.p12','wb').write(mac)
open('p12/cut-off.p12','wb').write(modern[:1200])

# files of our own: certificates in the clear, a shrouded key, PBMAC1 (RFC 9579) with any HMAC
import base64, hashlib, hmac, os, subprocess
W=sys.argv[1]
def seq(*parts): return enc(0x30, b''.join(parts))
def oid(text):
    n=[int(x) for x in text.split('.')]; out=[n[0]*40+n[1]]; b=b''
    for v in n[2:]:
        piece=[v&0x7f]; v>>=7
        while v: piece.append(0x80|(v&0x7f)); v>>=7
        b+=bytes(reversed(piece))
    return enc(6, bytes(out)+b)
octets=lambda b: enc(4,b); ctx=lambda n,b: enc(0xA0|n,b); integer=lambda v: enc(2, v.to_bytes(v.bit_length()//8+1,'big'))
der=lambda f: base64.b64decode(''.join(l for l in open(f).read().split('-----')[2].split()))
cert=lambda f: seq(oid('1.2.840.113549.1.12.10.1.3'), ctx(0, seq(oid('1.2.840.113549.1.9.22.1'), ctx(0, octets(der(f))))))
def shrouded(pem, password):
    p8=subprocess.run(['openssl','pkcs8','-topk8','-iter','16','-in',pem,'-passout','pass:'+password,'-outform','DER'],check=True,capture_output=True).stdout
    return seq(oid('1.2.840.113549.1.12.10.1.2'), ctx(0, p8))
data=lambda content: seq(oid('1.2.840.113549.1.7.1'), ctx(0, octets(content)))
HMAC={'sha256':'1.2.840.113549.2.9','sha512':'1.2.840.113549.2.11','sha1':'1.2.840.113549.2.7'}
def pfx(name, bags, mac='sha256', prf='sha256', password='secret'):
    safe=seq(data(seq(*bags))); salt=os.urandom(8)
    key=hashlib.pbkdf2_hmac(prf, password.encode(), salt, 16, 32)
    kdf=seq(oid('1.2.840.113549.1.5.12'), seq(octets(salt), integer(16), integer(32), seq(oid(HMAC[prf]), enc(5,b''))))
    alg=seq(oid('1.2.840.113549.1.5.14'), seq(kdf, seq(oid(HMAC[mac]), enc(5,b''))))
    macdata=seq(seq(alg, octets(hmac.new(key, safe, mac).digest())), octets(b'NOT USED'), integer(1))
    open('p12/'+name,'wb').write(seq(integer(3), data(safe), macdata))
leaf=[cert(W+'/leaf.crt'), cert(W+'/issuing.crt'), cert(W+'/root.crt')]
pfx('pbmac1-sha256.p12', leaf+[shrouded(W+'/leaf.key','secret')])
pfx('pbmac1-sha512-sha1.p12', leaf+[shrouded(W+'/leaf.key','secret')], mac='sha512', prf='sha1')
pfx('two-passwords.p12', leaf+[shrouded(W+'/leaf.key','another')])
pfx('foreign-key.p12', leaf+[shrouded(W+'/root.key','secret')])
sealed=bytearray(open('p12/pbmac1-sha256.p12','rb').read()); sealed[200]^=1
open('p12/pbmac1-damaged.p12','wb').write(sealed)
deepest=leaf[0]
for _ in range(40): deepest=seq(oid('1.2.840.113549.1.12.10.1.6'), ctx(0, seq(deepest)))
pfx('nested-too-deep.p12', [deepest])
P

# --- other ----------------------------------------------------------------------------------------------------------------------
q ssh-keygen -q -t ed25519 -N "" -C "" -f other/openssh.key && rm -f other/openssh.key.pub || echo "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB
-----END OPENSSH PRIVATE KEY-----" > other/openssh.key
mkdir -p "$W/z/from IT"; cp pem/plain.pem "$W/z/from IT/mr2.pem"; cp p12/modern.p12 "$W/z/mr2.p12"; echo hello > "$W/z/README.txt"
(cd "$W/z" && zip -q -X -r "$OLDPWD/other/bundle.zip" .)

# --- our own writer -------------------------------------------------------------------------------------------------------------
P=../../../src/Provisioner/bin/Release/net10.0/provisioner
echo secret > "$W/pw"
for f in pem der p7b key p12 trust; do
  "$P" certificate export p12/modern.p12 --form $f --root --password-file "$W/pw" --new-password-file "$W/pw" --out "own/chain.$f" >/dev/null
done
"$P" certificate request --subject "CN=mr2, O=St. Anna, C=BE" --name mr2.hospital.local --key p256 --out own/mr2.csr --key-out own/mr2.key --new-password-file "$W/pw" >/dev/null
"$P" certificate self-signed --localhost --key p256 --days 3650 --out own/localhost.pem --new-password-file "$W/pw" >/dev/null
chmod 644 own/*
