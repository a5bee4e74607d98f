# Asks for user name and password for an identity provider; nothing where nobody can be asked, or nothing is given.
function Read-SamlLogin($Cmdlet, [uri] $Endpoint, $User) {
    if (-not (Test-CanPrompt $Cmdlet)) { return }
    try {
        return $Cmdlet.Host.UI.PromptForCredential('SAML sign-in', "User name and password for $($Endpoint.Host)", $User, '')
    } catch [Management.Automation.PipelineStoppedException] {
        throw
    } catch {
        # A host that says it can ask and cannot.
        return
    }
}
