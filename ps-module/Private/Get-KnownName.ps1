# The names that the engine knows of a kind, profiles or regions, for a command line with these parameters.
function Get-KnownName {
    [CmdletBinding()]
    param([string] $Kind, [Collections.IDictionary] $Bound)

    # Names need no credentials.
    $shared = @{ NoSignRequest = [switch]$true }
    if ($Bound['ProfileLocation']) { $shared['ProfileLocation'] = [string]$Bound['ProfileLocation'] }
    $request = Get-ConnectionRequest $PSCmdlet $shared
    $request['op'] = $Kind
    ConvertFrom-AnswerElement (Invoke-EcrRequest $PSCmdlet $request).Element($Kind)
}
