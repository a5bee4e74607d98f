# The text of a secret given as a string or a SecureString. An error names the type, never the value.
function Get-SecretText($Cmdlet, $Value, $Name) {
    if ($Value -is [string]) { return $Value }
    if ($Value -is [securestring]) { return [Net.NetworkCredential]::new('', $Value).Password }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidSecretType'
        message = "$Name is of type $(Format-ErrorValue $Value.GetType().FullName)."
        hint    = 'Give a string or a SecureString.'
    }))
}
