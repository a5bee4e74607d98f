# Ends the public command: the identity provider did not sign the user in.
function Exit-SamlSignIn($Cmdlet, $Endpoint, $What, $Hint) {
    # A URL might carry a user and password.
    $place = if ($Endpoint -is [uri]) { $Endpoint.GetComponents('SchemeAndServer, Path', 'UriEscaped') } else { $Endpoint }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'SamlSignInFailed'
        message = "The identity provider $(Format-ErrorValue $place) $What."
        hint    = $Hint
    }))
}
