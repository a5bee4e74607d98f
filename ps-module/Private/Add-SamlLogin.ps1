# Who signs in at an identity provider, by which a session kept for that user is found again.
function Add-SamlLogin($Request, [pscredential] $Login) {
    $Request['saml_user'] = $Login.UserName
    $Request['saml_password'] = $Login.GetNetworkCredential().Password
}
